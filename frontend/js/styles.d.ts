/** Styles that a script imports: the bundler puts them into a file beside it. */
declare module "*.css";
