/** A picture that arrives late: the test decides when the camera delivers it. */
export const shutter = () => {
  let gives: (picture: Blob) => void = () => {};
  const picture = new Promise<Blob>((resolve) => {
    gives = resolve;
  });
  return { picture, gives: (blob: Blob) => gives(blob) };
};
