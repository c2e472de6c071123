/** The five families in which the screen shows a proposal's status; the style sheet has the same five. */

export const FAMILIES = ["ok", "go", "wait", "no", "neutral"] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_OF: Record<string, Family> = {
  DRAFT: "neutral", DEFERRED: "neutral", MERGED: "neutral", WITHDRAWN: "neutral",
  SUBMITTED: "wait", DESA_REVIEW: "wait", RETURNED: "wait", FORWARDED_KEC: "wait", KEC_REVIEW: "wait",
  MITRA_REVIEW: "wait", OPD_REVIEW: "wait", KAB_REVIEW: "wait",
  IN_RKPDES: "ok", IN_RKPD: "ok", COMPLETED: "ok",
  BUDGETED: "go", IN_EXECUTION: "go",
  REJECTED: "no",
};
