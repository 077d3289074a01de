import { ofTheGroup } from './group';
import { ofNginx } from './nginx';
import { ofSessions } from './sessions';
import { ofAStart } from './start';
import type { Row } from './project';

export type { Row } from './project';

export const causes: readonly Row[] = [...ofSessions, ...ofTheGroup, ...ofAStart, ...ofNginx];
