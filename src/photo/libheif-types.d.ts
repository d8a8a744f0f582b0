declare module '*/libheif-bundle.mjs?url' {
  /** Address of the file as libheif-js publishes it: one ES module with its WebAssembly inside. */
  const url: string;
  export default url;
}
