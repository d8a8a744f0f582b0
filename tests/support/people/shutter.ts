/** A picture that takes its time: the shutter was pressed, the camera gives it when it is told to. */
export const shutter = () => {
  let gives: (picture: Blob) => void = () => {};
  const picture = new Promise<Blob>((resolve) => {
    gives = resolve;
  });
  return { picture, gives: (blob: Blob) => gives(blob) };
};
