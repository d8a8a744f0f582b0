/** Seeds played in every run: for each bug of the bank the first seed that caught it, and every seed that found a real bug. */
export const keptSeeds: readonly { readonly seed: number; readonly caught: string }[] = [
  { seed: 1, caught: 'a link that failed is taken for a yes' },
  { seed: 4, caught: 'an event gets another id when it is sent again' },
  { seed: 4, caught: 'a second tap on Save is another report' },
  { seed: 1, caught: 'an upload fails in the server once its bytes are there' },
  { seed: 3, caught: 'a photo leaves the phone with the answer to its upload' },
  { seed: 28, caught: 'photos are freed before a receipt' },
  { seed: 3, caught: 'a restored server is not offered the events again' },
  { seed: 3, caught: 'events are forgotten as soon as they are received' },
  { seed: 1, caught: 'a photo is not synced before it is renamed' },
  { seed: 9, caught: 'the folder of a photo is not synced' },
  { seed: 1, caught: 'a push is answered before its commit' },
  { seed: 3, caught: 'an event sent twice is taken for another' },
  ...[18739, 16700, 17687, 17993, 19165].map((seed) => ({
    seed,
    caught: 'a thumbnail that is gone is told by nobody where its photo is whole',
  })),
];
