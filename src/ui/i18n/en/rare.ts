import type { rare as seldomInChinese } from '#ui/i18n/zh/rare.ts';

export const rare: typeof seldomInChinese = {
  insecure: 'This address is not HTTPS',
  insecureWhy:
    'Camera, position and offline storage work over HTTPS or on localhost only. Ask your admin to give the server a certificate, or open it as localhost on the same computer.',
  storageLow: (left) => `About ${left} left on this phone: text is safe, photos may not fit`,
  updating: 'Changing over to the new version…',
  lost: {
    title: 'The system cleared what this phone held',
    events: (count, time) =>
      `${count === 1 ? '1 record' : `${count} records`} saved here had not been sent when the server last heard of this phone (${time}). ${count === 1 ? 'It is gone: please report it again.' : 'They are gone: please report them again.'}`,
    photos: (count) =>
      count === 1
        ? '1 photo of a report that arrived is missing. It can be taken again.'
        : `${count} photos of reports that arrived are missing. They can be taken again.`,
    keep: 'Installing the app, or allowing it to keep its storage, avoids this.',
    keepWhere: 'See how',
  },
  notFound: { title: 'No such page', what: 'The address may be mistyped.', home: 'Go home' },
};
