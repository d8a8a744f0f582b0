export const peerNames = ['bound', 'tus', 'workbox', 'pouchdb', 'rxdb'] as const;
export type PeerName = (typeof peerNames)[number];
