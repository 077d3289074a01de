import type { Level } from './record';

/**
 * Names of java.util.logging's levels in the languages a JDK speaks (`sun.util.logging.resources.logging`): Tomcat
 * writes the one of its locale.
 */
const javaLevels: readonly (readonly [Level, string])[] = [
  ['error', 'SEVERE|심각|重大|严重|嚴重|SCHWERWIEGEND|GRAVE|ALLVARLIG'],
  ['warn', 'WARNING|경고|警告|WARNUNG|AVERTISSEMENT|ADVERTENCIA|AVVERTENZA|ADVERTÊNCIA|VARNING'],
  ['info', 'INFO|정보|情報|信息|資訊|INFORMATION|INFOS|INFORMACIÓN|INFORMAZIONI|INFORMAÇÕES'],
  ['debug', 'CONFIG|구성|構成|配置|組態|KONFIGURATION|CONFIGURAR|CONFIGURAZIONE|CONFIGURAÇÃO|KONFIG'],
  ['debug', 'FINE|미세|상세|普通|详细|FEIN|PRÉCIS|DETALLADO|BUONO|DETALHADO|FIN'],
  [
    'trace',
    'FINER|더 미세|보다 미세|詳細|较详细|較詳細|FEINER|PLUS PRÉCIS|MUY DETALLADO|MIGLIORE|MAIS DETALHADO|FINARE',
  ],
  ['trace', 'FINEST|가장 미세|最も詳細|非常详细|最詳細|AM FEINSTEN|LE PLUS PRÉCIS|MÁS DETALLADO|OTTIMALE'],
  ['trace', 'O MAIS DETALHADO|FINASTE'],
];
const byName = new Map(
  javaLevels.flatMap(([level, names]) => names.split('|').map((name) => [name, level] as const)),
);

/** Of a name as java.util.logging writes it; undefined where it is none. */
export const javaLevel = (name: string): Level | undefined => byName.get(name);

const nginxLevels: Readonly<Record<string, Level>> = {
  emerg: 'error',
  alert: 'error',
  crit: 'error',
  error: 'error',
  warn: 'warn',
  notice: 'info',
  info: 'info',
  debug: 'debug',
};

/** Of a name as nginx' error log writes it (ngx_log.c, `err_levels`). */
export const nginxLevel = (name: string): Level => nginxLevels[name] ?? 'info';
