import type { Check } from './check';
import { copyChecks } from './copyChecks';
import { diskChecks } from './diskChecks';
import { portChecks } from './portChecks';

/** All checks in the order in which they are made: first that a good copy is told as good, then that no faulty one is. */
export const CHECKS: readonly Check[] = [...copyChecks, ...diskChecks, ...portChecks];
