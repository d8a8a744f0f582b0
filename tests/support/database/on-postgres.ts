/** Setup of each test file of the project `server-postgres`: its servers use PostgreSQL. */
import { inject } from 'vitest';
import { POSTGRES_VARIABLE } from './database.ts';

process.env[POSTGRES_VARIABLE] = inject('postgresUrl');
