/** Titles of what is counted in the worlds of the simulation, by name. */
const titles: Readonly<Record<string, string>> = {
  report: 'people: reports',
  'report of an unknown kind': 'people: reports of an unknown hazard kind',
  note: 'people: notes',
  decision: 'people: decisions',
  undone: 'people: decisions undone',
  'undo too late': 'people: decisions not undone, because a batch had taken them',
  'photo added': 'people: photos added to a case',
  'resubmitted report': 'people: reports resubmitted',
  signedOut: 'people: signed out',
  scope: 'people: another scope for a while',
  link: 'link: changed',
  linkAgain: 'link: changed again',
  'request carried': 'request: carried',
  'request offline': 'request: without a link',
  'request serverDown': 'request: to no server',
  'request cut': 'request: cut after some byte',
  'request cutAndRepeated': 'request: cut and repeated by the browser',
  'request answerLost': 'request: done and its answer lost',
  'request answeredTwice': 'request: delivered twice',
  'request silent': 'request: never answered',
  'request portal': "request: answered by a captive portal's page",
  'request badGateway': 'request: answered by a gateway without a server',
  'request garbled': 'request: half an answer',
  crash: 'phone: kill scheduled at a random step',
  worker: 'phone: synced in the background beside its page',
  clock: 'phone: its clock jumped',
  fullPhone: 'phone: its disk full for a while',
  free: 'phone: freed its photos',
  'refused save': 'phone: refused to save, with a message',
  serverKill: 'server: kill scheduled at a random step',
  kill: 'server: killed',
  serverPower: 'server: power loss scheduled at a random step',
  losePower: 'server: lost power, and what was not synced',
  serverFull: 'server: its disk full for a while',
  backUp: 'server: backed up',
  restore: 'server: restore scheduled, if there is a backup',
  'restored both': 'server: restored, database and photos of one backup',
  'restored database': 'server: restored, the database alone',
  'restored photos': 'server: restored, the photos alone',
  'restored ofTwoDays': 'server: restored, database and photos of two backups',
};
const names = Object.keys(titles);

export const titleOf = (name: string): string => titles[name] ?? name;

/** In the order of the titles above; names without a title come last. */
export const inOrder = (happened: readonly string[]): readonly string[] => [
  ...names.filter((name) => happened.includes(name)),
  ...happened.filter((name) => !names.includes(name)).sort(),
];
