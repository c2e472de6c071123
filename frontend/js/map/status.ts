/** The five families in which the screen shows a proposal's status: `Status::family` of the domain,
    in the style sheet's words. */

export const FAMILIES = ["ok", "go", "wait", "no", "neutral"] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_OF: Record<string, Family> = {
  SUBMITTED: "wait", DESA_REVIEW: "wait", RETURNED: "wait", FORWARDED_KEC: "wait", KEC_REVIEW: "wait",
  MITRA_REVIEW: "wait", OPD_REVIEW: "wait", KAB_REVIEW: "wait",
  IN_RKPDES: "ok", IN_RKPD: "ok", BUDGETED: "ok", COMPLETED: "ok",
  IN_EXECUTION: "go",
  REJECTED: "no", DEFERRED: "no",
  DRAFT: "neutral", MERGED: "neutral", WITHDRAWN: "neutral",
};
