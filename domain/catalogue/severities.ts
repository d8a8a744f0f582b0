export const severities = ['major', 'general', 'minor'] as const;
export type Severity = (typeof severities)[number];
