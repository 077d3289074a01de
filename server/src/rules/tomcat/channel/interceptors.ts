import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { attributeOf, isTrue, numberOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { nameSpanOf, removeFix, setFix, valueSpanOf } from '../../support/tomcat';
import { inChannel, type Interceptor } from './channel';

/** Channel.SEND_OPTIONS_ASYNCHRONOUS, which MessageDispatchInterceptor sets itself. */
const ASYNCHRONOUS = 8;

/** The flag of an interceptor: undefined where it is not known. */
function flagOf({ component, name }: Interceptor, { properties }: TomcatFile): number | undefined {
  if (attributeOf(component, 'optionFlag')) return numberOf(component, 'optionFlag', properties);
  if (name === undefined) return undefined;
  return name === 'MessageDispatchInterceptor' ? ASYNCHRONOUS : 0;
}

/** As GroupChannel.checkOptionFlags: one of the two is all in the other. */
const isConflict = (one: number, other: number): boolean =>
  one !== 0 && other !== 0 && ((one & other) === one || (one & other) === other);

const flag = rule({
  meta: {
    id: 'tomcat/interceptor-flag',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      dispatch:
        'MessageDispatchInterceptor acts on the flag 8 (asynchronous) whatever is written here, and Tomcat logs a warning about the flag {flag}. Remove optionFlag.',
      conflict:
        'The flag {flag} of this interceptor overlaps with {otherFlag} of {other}, and the Channel has optionCheck="true": Tomcat reports a conflict and exits. Give each interceptor a flag of its own, or remove optionCheck.',
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const self = inChannel(component, file);
    const own = self && flagOf(self, file);
    if (!self || own === undefined) return;
    const { channel } = self;
    const span = valueSpanOf(component, attributeOf(component, 'optionFlag') ? 'optionFlag' : 'className');
    const { path } = file;
    if (self.name === 'MessageDispatchInterceptor' && own !== ASYNCHRONOUS) {
      const fixes = [
        removeFix(file, component, attributeOf(component, 'optionFlag')?.name ?? '', file.isWhole),
      ];
      report({ path, span, message: 'dispatch', data: { flag: own }, fixes });
    }
    if (isTrue(channel, 'optionCheck', file.properties) !== true) return;
    for (const before of self.before) {
      const otherFlag = flagOf(before, file);
      if (otherFlag === undefined || !isConflict(own, otherFlag)) continue;
      const other = before.name ?? t('another interceptor');
      report({
        path,
        span,
        severity: 'error',
        message: 'conflict',
        data: { flag: own, other, otherFlag },
        related: [{ path, span: nameSpanOf(before.component, 'optionFlag'), message: other }],
        fixes: [setFix(file, channel, attributeOf(channel, 'optionCheck')?.name ?? '', 'false', false)],
      });
      return;
    }
  },
});

const NOT_USEFUL = [
  'NonBlockingCoordinator',
  'OrderInterceptor',
  'SimpleCoordinator',
  'TwoPhaseCommitInterceptor',
  'GzipInterceptor',
];

/** The list of the configuration reference (cluster-interceptor.html, "Available Interceptors"). */
const notUseful = rule({
  meta: {
    id: 'tomcat/interceptor-not-useful',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      here: "Tomcat's documentation lists {name} among the interceptors that are not expected to be of use in a cluster of Tomcats. Remove it on every node, unless there is a reason for it.",
    },
  },
  elements: ['Interceptor'],
  component(component, { file, report }) {
    const name = inChannel(component, file)?.name;
    if (name === undefined || !NOT_USEFUL.includes(name)) return;
    report({ path: file.path, span: valueSpanOf(component, 'className'), message: 'here', data: { name } });
  },
});

export const interceptorRules: readonly Rule[] = [flag, notUseful];
