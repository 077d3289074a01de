import { t } from '@vscode/l10n';
import { classesFor } from '../../../languages/tomcat/catalogue';
import { simpleName } from '../../../languages/tomcat/values';
import { either } from '../../../languages/text/suggest';
import { setAttribute } from '../../../languages/xml/edit';
import { type Rule, rule } from '../../define';
import { fixIn, replaceFix } from '../../support/tomcat';
import { faultsIn, isOfOldTomcat, outcomeOf } from './faults';

/** More classes than these are no choice. */
const MOST_OFFERED = 4;

/** ObjectCreateRule.begin: a NullPointerException "No class name specified". */
const classMissing = rule({
  meta: {
    id: 'tomcat/class-missing',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      missing: '<{name}> needs a className, and {outcome} without it. Write the class that you want.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, type } of faultsIn(file, 'class-missing')) {
      const { name, element } = component;
      const classes = type === undefined ? [] : classesFor(type, file.version).map((one) => one.name);
      report({
        path: file.path,
        span: element.nameSpan,
        message: 'missing',
        data: { name, outcome: outcomeOf(file) },
        fixes: (classes.length > MOST_OFFERED ? [] : classes).map((className) =>
          fixIn(
            file,
            t('Set {attribute}', { attribute: `className="${className}"` }),
            false,
            setAttribute(file.document, element, 'className', className),
          ),
        ),
      });
    }
  },
});

/** ObjectCreateRule.begin: a ClassNotFoundException. */
const classRemoved = rule({
  meta: {
    id: 'tomcat/class-removed',
    severity: 'error',
    refusedBy: 'tomcat',
    versions: 'the one in use, where it is known',
    fix: 'unsafe',
    messages: {
      successor: 'Tomcat {version} has no class {className}: {outcome}. It is {successor} now.',
      gone: 'Tomcat {version} has no class {className}: {outcome}. Remove this element, or use a Tomcat that has it.',
      since: 'No supported Tomcat has the class {className}: {outcome}. It is {successor} now.',
      none: 'No supported Tomcat has the class {className}: {outcome}. Remove this element.',
      old: 'This file is written for Tomcat {until} or older: no Tomcat since then has the class {className}, and none starts with it.',
      unknown:
        'Tomcat itself has no class {className}. Unless a library of your own brings it, {outcome}. Correct the name.',
      meant:
        'Tomcat itself has no class {className}. Unless a library of your own brings it, {outcome}. Did you mean {names}?',
    },
  },
  tomcatFile(file, { report }) {
    const outcome = outcomeOf(file);
    for (const fault of faultsIn(file, 'class-removed')) {
      const { attribute, className, successor, until } = fault;
      const span = attribute.valueSpan ?? attribute.span;
      const { version } = file;
      const place = {
        path: file.path,
        span,
        fixes: successor === undefined ? [] : [replaceFix(file, span, successor, false)],
      };
      if (version === undefined && isOfOldTomcat(fault))
        report({ ...place, severity: 'warning', message: 'old', data: { className, until: until ?? '' } });
      else if (successor !== undefined && version !== undefined)
        report({ ...place, message: 'successor', data: { className, successor, version, outcome } });
      else if (successor !== undefined)
        report({ ...place, message: 'since', data: { className, successor, outcome } });
      else if (version !== undefined)
        report({ ...place, message: 'gone', data: { className, version, outcome } });
      else report({ ...place, message: 'none', data: { className, outcome } });
    }
    for (const { attribute, className, names } of faultsIn(file, 'class-unknown')) {
      const span = attribute.valueSpan ?? attribute.span;
      const place = {
        path: file.path,
        span,
        fixes: names.map((name) => replaceFix(file, span, name, false)),
      };
      if (names.length > 0)
        report({ ...place, message: 'meant', data: { className, outcome, names: either(names) } });
      else report({ ...place, severity: 'warning', message: 'unknown', data: { className, outcome } });
    }
  },
});

/** SetNextRule.end: an IllegalArgumentException "argument type mismatch", or no such method. */
const classWrongType = rule({
  meta: {
    id: 'tomcat/class-wrong-type',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      wrong:
        '{className} cannot be the class of <{name}>, which must be a {type}: {outcome}. Name another class, or use the element that it is made for.',
      parent:
        'A {className} takes no <{name}>: {outcome}. Remove this <{name}>, or give the <{parent}> around it a class that takes one.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute, className, type } of faultsIn(file, 'class-wrong-type')) {
      // tomcat/manager-wrong-type says which one to take.
      if (component.name === 'Manager' && component.parent?.name === 'Cluster') continue;
      report({
        path: file.path,
        span: attribute.valueSpan ?? attribute.span,
        message: 'wrong',
        data: {
          className: simpleName(className),
          name: component.name,
          type: simpleName(type),
          outcome: outcomeOf(file),
        },
      });
    }
    for (const { component, className, parent } of faultsIn(file, 'class-takes-none')) {
      // tomcat/manager-store says which one to take.
      if (component.name === 'Store') continue;
      report({
        path: file.path,
        span: component.element.nameSpan,
        message: 'parent',
        data: {
          className: simpleName(className),
          name: component.name,
          parent: parent.name,
          outcome: outcomeOf(file),
        },
      });
    }
  },
});

export const classRules: readonly Rule[] = [classMissing, classRemoved, classWrongType];
