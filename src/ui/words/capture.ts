import { section } from './words.ts';
import { capture } from './zh/capture.ts';

export const captureWords = section(capture, (words) => words.capture);
