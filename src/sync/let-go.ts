type Transferable = { readonly transfer?: (bytes: number) => ArrayBuffer };

/** Gives its memory back at once where the browser can: garbage is collected only many photos later. */
export const letGo = (data: ArrayBuffer): void => {
  (data as Transferable).transfer?.(0);
};
