/** Seeds played in every run: for each bug of the bank the first seed that caught it, and every seed that found a real bug. */
export const keptSeeds: readonly { readonly seed: number; readonly caught: string }[] = [
  { seed: 1, caught: 'a failed request counts as an applied verdict' },
  { seed: 4, caught: 'a retried event gets another id' },
  { seed: 6, caught: 'a second tap on Save makes a second report' },
  { seed: 1, caught: 'an upload fails in the server after its last byte' },
  { seed: 3, caught: 'a photo is deleted from the phone after the answer to its upload' },
  { seed: 28, caught: 'photos are freed before a receipt' },
  { seed: 3, caught: 'a restored server is not offered the events again' },
  { seed: 3, caught: 'events are deleted as soon as they are received' },
  { seed: 1, caught: 'a photo is not synced before it is renamed' },
  { seed: 9, caught: 'the folder of a photo is not synced' },
  { seed: 1, caught: 'a push is answered before its commit' },
  { seed: 3, caught: 'an event sent twice is rejected as another event' },
  ...[16700, 17687, 17993, 19165].map((seed) => ({
    seed,
    caught: 'the pull does not list a missing thumbnail of a complete photo',
  })),
];
