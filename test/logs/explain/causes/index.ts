import { ofACloud } from './cloud';
import { ofTheGroup } from './group';
import { ofNginx } from './nginx';
import { ofSessions } from './sessions';
import { ofSettings } from './settings';
import { ofAStart } from './start';
import type { Row } from './project';

export type { Row } from './project';
export { uncertain } from './uncertain';

export const causes: readonly Row[] = [
  ...ofSessions,
  ...ofTheGroup,
  ...ofACloud,
  ...ofAStart,
  ...ofNginx,
  ...ofSettings,
];
