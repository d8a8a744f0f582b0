import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { faultOf } from '#server/store/faults.ts';
import { admissionControl } from './base/admission.ts';
import { answer, refuse } from './base/answer.ts';
import { devices } from './people/devices.ts';
import { endOwnSession, endSession, officeDevices, ownDevices } from './people/device-list.ts';
import { lookAtEnrolment, renew, takeEnrolment } from './people/enrolment.ts';
import { have } from './photos/have.ts';
import { officeCodes, officeObserverCodes } from './office/codes.ts';
import { officePasswords } from './office/passwords.ts';
import { commitImport, previewImport } from './office/imports.ts';
import { officeProgress } from './office/progress.ts';
import { officeCounts, officeScopeSize } from './office/sizes.ts';
import { officeAudit, officeEdits, officeRows } from './office/rows.ts';
import { deadLetter, deadLetters, correct, replay } from './admin/dead-letters.ts';
import { live } from './sync/live.ts';
import { placePage } from './place-page.ts';
import { sameOriginOnly } from './base/origin.ts';
import { photoOffset, photoUpload } from './photos/photo-upload.ts';
import { photoView } from './photos/photo-view.ts';
import { pull } from './sync/pull.ts';
import { push } from './sync/push.ts';
import { stateProtocol } from './base/protocol.ts';
import { securityHeaders } from './base/security-headers.ts';
import type { Env, Services } from './base/services.ts';
import { session } from './people/session.ts';
import { signIn, signOut } from './people/sign-in.ts';
import { serveApp, type StaticApp } from './static-app.ts';
import { thumbnails } from './photos/thumbnails.ts';
import { firstAdmin, welcome } from './people/welcome.ts';

export const createApp = (services: Services, staticApp: StaticApp): Hono<Env> => {
  const app = new Hono<Env>();
  const { log } = services;

  app.use(async (c, next) => {
    const startedAt = performance.now();
    c.set('services', services);
    await services.inFlight.track(next());
    const ms = Math.round(performance.now() - startedAt);
    const line = { method: c.req.method, path: c.req.path, status: c.res.status, ms };
    if (c.req.path.startsWith('/api/')) log.info(line);
    else log.debug(line);
  });
  app.use(securityHeaders);
  app.use('/api/*', sameOriginOnly(services));
  app.use('/api/*', stateProtocol);
  app.use('/api/sync/*', admissionControl);
  app.use('/api/photos/have', admissionControl);
  app.use('/api/sync/pull', compress());
  app.use('/api/*', async (c, next) => {
    await next();
    if (c.req.method !== 'GET') services.live.notify();
  });
  app.onError((error, c) => {
    log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed');
    return refuse(c, faultOf(error));
  });

  app.get('/healthz', async (c) => {
    await services.store.read.selectFrom('settings').select('name').limit(1).execute();
    return answer(c, { ok: true });
  });
  app.get('/api/welcome', welcome);
  app.post('/api/first-admin', firstAdmin);
  app.post('/api/auth/sign-in/username', signIn);
  app.post('/api/auth/sign-out', signOut);
  app.get('/api/session', session);
  app.post('/api/devices', devices);
  app.post('/api/enrolment/look', lookAtEnrolment);
  app.post('/api/enrolment/take', takeEnrolment);
  app.post('/api/session/renew', renew);
  app.get('/api/session/devices', ownDevices);
  app.post('/api/session/devices/:device/end', endOwnSession);

  app.post('/api/sync/push', push);
  app.get('/api/sync/pull', pull);
  app.get('/api/live', live);
  app.post('/api/photos/have', have);
  app.post('/api/photos/thumbnails', thumbnails);
  app.put('/api/photos/:sha256', photoUpload);
  app.patch('/api/photos/:sha256', photoUpload);
  // Hono answers HEAD by the GET route, so this route must come first.
  app.use('/api/photos/:sha256', (c, next) => (c.req.method === 'HEAD' ? photoOffset(c) : next()));
  app.get('/api/photos/:sha256', photoView('full'));
  app.get('/api/photos/:sha256/thumbnail', photoView('thumbnail'));

  app.get('/api/letters', deadLetters);
  app.get('/api/letters/:device/:hash', deadLetter('answer'));
  app.get('/api/letters/:device/:hash/export', deadLetter('file'));
  app.post('/api/letters/:device/:hash/replay', replay);
  app.post('/api/letters/:device/:hash/mend', correct);

  app.get('/api/office/rows/:kind', compress(), officeRows);
  app.post('/api/office/edits', officeEdits);
  app.get('/api/office/counts', officeCounts);
  app.get('/api/office/scope-size', officeScopeSize);
  app.post('/api/office/codes', officeCodes);
  app.post('/api/office/passwords', officePasswords);
  app.post('/api/office/imports/:kind', compress(), previewImport);
  app.post('/api/office/imports/:kind/commit', commitImport);
  app.post('/api/office/observer-codes', officeObserverCodes);
  app.get('/api/office/devices', compress(), officeDevices);
  app.post('/api/office/devices/:device/end', endSession);
  app.get('/api/office/audit', compress(), officeAudit);
  app.get('/api/office/progress', officeProgress);

  app.all('/api/*', (c) => refuse(c, 'notFound'));
  app.get('/p/:id', placePage);
  app.get('*', serveApp(staticApp));
  return app;
};
