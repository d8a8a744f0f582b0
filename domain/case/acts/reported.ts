import { channels, noPositionReasons } from '#domain/case/sources.ts';
import { spotSchema } from '#domain/case/spot.ts';
import { caseAct, photosOf } from '#domain/case/case-act.ts';
import { severities } from '#domain/catalogue/severities.ts';

/** 上报: creates the case. Until a decision, its author may replace it and an admin may correct it. */
export const reported = caseAct({
  type: 'case.reported',
  body: (schemas) => {
    const { object, nullable, picklist, boolean, pattern, text, position, gridCode } = schemas;
    return object({
      hazard: pattern(/^[A-Z]{2}\d{2}$/),
      severity: picklist(severities),
      channel: picklist(channels),
      grid: nullable(gridCode),
      spot: spotSchema(schemas),
      position: nullable(position),
      /** Why there is no position; null when there is one. */
      noPosition: nullable(picklist(noPositionReasons)),
      description: text,
      /** 当场整改: the hazard was removed on the spot; an after photo shows it. */
      handled: boolean(),
    });
  },
  roles: ['patroller', 'inspector', 'reviewer', 'observer'],
  from: 'new',
  to: 'reported',
  needs: { text: 'none', photos: 'optional' },
  reads: ['hazardKind'],
  check: ({ body, photos }, { reference }) => {
    // A removed kind is null, not undefined: it was in the catalogue when the hazard was seen.
    if (reference.get('hazardKind', body.hazard) === undefined) return 'unknownHazard';
    return body.handled && !photos.some(({ role }) => role === 'after') ? 'afterPhotoMissing' : null;
  },
  correction: {
    blanks: {
      hazard: '',
      severity: 'general',
      channel: 'patrol',
      grid: null,
      placeId: null,
      position: null,
      noPosition: null,
      handled: false,
    },
    notByHand: ['channel', 'grid', 'placeId', 'position', 'noPosition'],
    fields: { unknownHazard: ['hazard', 'severity'], afterPhotoMissing: ['handled'] },
  },
  replaces: (current, event) =>
    [event.replaces, event.mended?.origin].includes(current.reportEvent) && event.author === current.reporter,
  effects: [
    {
      apply: (current, { event, by }, { at, isUncertain }) => {
        const { body } = event;
        const added = current?.photos.filter((photo) => photo.eventId !== current.reportEvent) ?? [];
        return {
          kind: 'case',
          id: event.subject.id,
          state: 'reported',
          reportEvent: event.id,
          reporter: event.author,
          device: event.device,
          reportedAt: at,
          ...(isUncertain ? { isTimeUncertain: true } : {}),
          region: by.region,
          gridScope: body.grid ?? by.scope[0] ?? by.region,
          grid: body.grid,
          hazard: body.hazard,
          severity: body.severity,
          channel: body.channel,
          spot: body.spot,
          position: body.position,
          noPosition: body.noPosition,
          description: body.description,
          handled: body.handled,
          dismissReason: '',
          photos: [...photosOf(event), ...added],
        };
      },
    },
  ],
});
