import { t } from '@vscode/l10n';
import { textOf } from '../../../languages/tomcat/values';
import type { Component } from '../../../languages/tomcat/components';
import { type Rule, rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';

/** Roles of the applications that Tomcat ships (manager-howto.html, host-manager-howto.html). */
const POWERFUL = /^(?:manager|admin)(?:-\w+)?$/;

/** Roles of Tomcat 6 and older, which were split. */
const OLD_ROLES: ReadonlyMap<string, string> = new Map([
  ['manager', 'manager-gui, manager-script, manager-jmx and manager-status'],
  ['admin', 'admin-gui and admin-script'],
]);

const rolesOf = (user: Component): readonly string[] =>
  (textOf(user, 'roles') ?? '')
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');

const usersRoles = rule({
  meta: {
    id: 'tomcat/users-roles',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      old: 'No Tomcat since 7 knows the role "{role}": this user is refused with 403. It was split into {roles}; name those that are needed.',
      mixed:
        'A user with {gui} and {script} can be made to call the text or JMX interface by a foreign page, because these have no protection against that (CSRF). Use one user for each.',
    },
  },
  elements: ['user'],
  component(user, { file, report }) {
    if (file.kind !== 'tomcat-users.xml') return;
    const { path } = file;
    const span = valueSpanOf(user, 'roles');
    const roles = rolesOf(user);
    for (const role of roles) {
      const now = OLD_ROLES.get(role);
      if (now !== undefined && !roles.some((other) => other.startsWith(`${role}-`)))
        report({ path, span, message: 'old', data: { role, roles: now } });
    }
    const gui = roles.find((role) => role === 'manager-gui');
    const script = roles.find((role) => role === 'manager-script' || role === 'manager-jmx');
    if (gui !== undefined && script !== undefined)
      report({ path, span, message: 'mixed', data: { gui, script } });
  },
});

/** Of Tomcat's documentation and samples, and what scanners try first. */
const KNOWN = new Set([
  '',
  'tomcat',
  's3cret',
  'secret',
  'admin',
  'manager',
  'password',
  'changeit',
  'changeme',
  'must-be-changed',
]);

const weakPassword = rule({
  meta: {
    id: 'tomcat/weak-password',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      known:
        'The password of "{user}", who may deploy applications, is one that everybody tries first: whoever reaches the manager application can run code here. Choose another one.',
      same: 'The password of "{user}", who may deploy applications, is the name itself: whoever reaches the manager application can run code here. Choose another one.',
    },
  },
  elements: ['user'],
  component(user, { file, report }) {
    if (file.kind !== 'tomcat-users.xml' || !rolesOf(user).some((role) => POWERFUL.test(role))) return;
    const password = textOf(user, 'password');
    const name = textOf(user, 'username') ?? textOf(user, 'name') ?? t('this user');
    if (password === undefined) return;
    const place = { path: file.path, span: valueSpanOf(user, 'password') };
    if (KNOWN.has(password.toLowerCase())) report({ ...place, message: 'known', data: { user: name } });
    else if (password === name) report({ ...place, message: 'same', data: { user: name } });
  },
});

export const userRules: readonly Rule[] = [usersRoles, weakPassword];
