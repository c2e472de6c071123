/** Styles that a script imports: the bundler puts them into a file beside it. */
declare module "*.css";

/** Questions as text. */
declare module "*.graphql" {
  const text: string;
  export default text;
}
