/** A photo that a device may send, and its state on the server. */
import { takePhoto, type Device, type Photo } from '#tests/support/clients/device.ts';

/** A photo of an applied report. */
export const claimed = async (device: Device, size?: number): Promise<Photo> => {
  const photo = takePhoto(size);
  const { verdict } = await device.push(await device.reports({ photos: [photo] }));
  if (verdict !== 'applied') throw new Error(`the report is ${verdict}`);
  return photo;
};

export const stateOf = async (device: Device, photo: Photo) =>
  (await device.asksFor([photo.manifest.sha256]))[0];

export const saidBy = async (response: Response) => [
  response.status,
  ((await response.json()) as { error?: string }).error,
];
