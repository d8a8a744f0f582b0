/** Runs before each test file of the project `server-postgres`: its servers store on PostgreSQL. */
import { inject } from 'vitest';
import { POSTGRES_VARIABLE } from './database.ts';

process.env[POSTGRES_VARIABLE] = inject('postgresUrl');
