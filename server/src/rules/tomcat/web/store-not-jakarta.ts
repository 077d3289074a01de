import { isBefore } from '../../../languages/text/versions';
import { classOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';

/** Session stores that were never made for the jakarta.servlet API: their last releases import javax.servlet. */
const OF_JAVAX =
  /^(?:de\.javakaffee\.web\.msm\.|com\.orangefunction\.tomcat\.redissessions\.|com\.crimsonhexagon\.rsm\.|tomcat\.request\.session\.redis\.|com\.radiadesign\.catalina\.session\.)/;

/** Tomcat 10 has jakarta.servlet in place of javax.servlet (migration-10.html). */
const JAKARTA = '10.0';

export const storeNotJakarta = rule({
  meta: {
    id: 'tomcat/store-not-jakarta',
    severity: 'warning',
    refusedBy: 'none',
    versions: '10 and newer, where the version is known',
    fix: 'none',
    messages: {
      javax:
        '{className} was made for Tomcat 9 and older: Tomcat {version} has no javax.servlet, so the class fails with NoClassDefFoundError and the application does not start. Use a session store for Tomcat 10, or Tomcat 9.',
    },
  },
  elements: ['Manager', 'Valve'],
  component(component, { file, report }) {
    const className = classOf(component, file.properties);
    const { version } = file;
    if (className === undefined || version === undefined || !OF_JAVAX.test(className)) return;
    if (isBefore(version, JAKARTA) !== false) return;
    report({
      path: file.path,
      span: valueSpanOf(component, 'className'),
      message: 'javax',
      data: { className, version },
    });
  },
});
