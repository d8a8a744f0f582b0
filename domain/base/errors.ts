/**
 * Every error of the product. An answer has the code, and the interface translates it (`src/ui/i18n`). `retry`: true if the
 * same bytes may succeed later.
 */
export const errors = {
  // requests
  malformed: { retry: false, message: 'The request is not in the form the protocol describes.' },
  tooLarge: { retry: false, message: 'The request is larger than this server accepts.' },
  notSignedIn: { retry: true, message: 'Sign in to continue. Nothing unsent is lost.' },
  otherPerson: { retry: true, message: 'The session belongs to another person. Nothing was stored.' },
  unknownDevice: { retry: true, message: 'This device is not enrolled for this person.' },
  wrongAddress: { retry: true, message: 'The page has another address than this server expects.' },
  upgradeNeeded: { retry: false, message: 'This version of the app is too old for the server.' },
  notFound: { retry: false, message: 'There is nothing here, or it is not for you to see.' },
  busy: { retry: true, message: 'The server cannot take this now; try again soon.' },
  storageFull: { retry: true, message: 'The server has no space left.' },
  internal: { retry: true, message: 'The server failed; the fault is logged.' },
  // enrolment
  codeUnknown: { retry: false, message: 'There is no such code.' },
  codeUsed: { retry: false, message: 'This code has been used up.' },
  codeExpired: { retry: false, message: 'This code has expired, or a newer one was made.' },
  userNameTaken: { retry: false, message: 'Another person has this user name.' },
  phoneTaken: { retry: false, message: 'Another person has this phone number.' },
  retired: { retry: false, message: 'The office ended the work of this person.' },
  // the office
  planChanged: { retry: false, message: 'The file or the data changed since the preview.' },
  // events
  unreadableEvent: { retry: false, message: 'The event is not readable JSON of the envelope form.' },
  forbiddenText: { retry: false, message: 'The text holds a character that cannot be stored.' },
  unknownType: { retry: false, message: 'This server does not know this type of event.' },
  badSignature: { retry: false, message: 'The signature does not fit the bytes and the device.' },
  idReused: { retry: false, message: 'Another event with this id but other content exists; both are kept.' },
  notAuthor: { retry: false, message: 'The event names another person or device than the one sending it.' },
  notPermitted: { retry: false, message: 'This role may not do this.' },
  outOfScope: { retry: false, message: 'The subject lies outside this person’s grids.' },
  subjectExists: { retry: false, message: 'A case with this id has been reported already.' },
  wrongState: { retry: false, message: 'The case was already in a state that does not allow this.' },
  unknownHazard: { retry: false, message: 'The catalogue does not hold this hazard kind.' },
  afterPhotoMissing: { retry: false, message: 'Handled on the spot needs a photo taken afterwards.' },
  photoMissing: { retry: false, message: 'This event needs at least one photo.' },
  // photos
  hashMismatch: { retry: true, message: 'The bytes do not have the hash that names them.' },
  wrongOffset: { retry: true, message: 'The upload continues at another offset.' },
  notClaimed: { retry: true, message: 'No event of this person names this photo.' },
} as const;

export type ErrorCode = keyof typeof errors;

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errors, value);
