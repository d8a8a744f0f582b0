import type { OpenHandler } from './handler.ts';
import { takeForm } from './form.ts';

export const openWorkboxServer: OpenHandler = (folder, ledger) => async (request, response) => {
  await takeForm(request, folder, ledger);
  response.writeHead(201).end();
};
