export type PeerName = 'bound' | 'tus' | 'workbox' | 'pouchdb' | 'rxdb';
