import * as z from 'zod';
import { INCIDENT_CLASSES } from './incident-classes.ts';

export const IncidentClass = z.enum(INCIDENT_CLASSES);
export type IncidentClass = z.output<typeof IncidentClass>;
