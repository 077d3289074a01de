import {
  TRIBES,
  MEMBERSHIP,
  RECEIVER,
  DETECTOR,
  DEPLOYER,
  where,
  ONE,
  interceptor,
  type Row,
} from './project';

/** Failures of the group. */
export const ofTheGroup: readonly Row[] = [
  {
    failure: 'encryption-key',
    files: where([DETECTOR, `${interceptor('EncryptInterceptor"')}${DETECTOR}`]),
    place: ONE,
    line: 'EncryptInterceptor"/>',
  },
  {
    failure: 'encryption-key',
    files: where([DETECTOR, `${interceptor('EncryptInterceptor"')}${DETECTOR}`]),
    node: 'tomcat2',
    place: 'two/server.xml',
    line: 'EncryptInterceptor"/>',
  },
  {
    failure: 'encryption-order',
    files: where([
      DETECTOR,
      `${DETECTOR}${interceptor(`EncryptInterceptor" encryptionKey="${'a1'.repeat(16)}"`)}`,
    ]),
    place: ONE,
    line: 'EncryptInterceptor',
    fix: 'Move EncryptInterceptor before TcpFailureDetector',
  },
  {
    failure: 'encryption-differs',
    files: where([
      DETECTOR,
      `${interceptor(`EncryptInterceptor" encryptionKey="${'a1'.repeat(16)}"`)}${DETECTOR}`,
      ONE,
    ]),
    node: 'tomcat2',
    place: 'two/server.xml',
    line: '<Channel',
    fix: 'Encrypt on all nodes as tomcat1 does',
  },
  {
    failure: 'group-refused',
    files: where(
      [MEMBERSHIP, MEMBERSHIP.replace('/>', ' domain="shop"/>')],
      [DETECTOR, `${interceptor('DomainFilterInterceptor" domain="staging"')}${DETECTOR}`],
    ),
    place: ONE,
    line: 'domain="staging"',
    fix: 'Set domain="staging"',
  },
  {
    failure: 'multicast-unavailable',
    files: where(['address="228.0.0.4"', 'address="192.168.0.7"']),
    place: ONE,
    line: 'address="192.168.0.7"',
    fix: 'Set address="228.0.0.4"',
  },
  {
    failure: 'alone',
    files: where(['port="45564"', 'port="45565"', 'two/server.xml']),
    place: 'two/server.xml',
    line: 'port="45565"',
    node: 'tomcat2',
    fix: 'Use the multicast group 228.0.0.4:45564 on all nodes',
  },
  {
    failure: 'flapping',
    files: where(['dropTime="3000"', 'dropTime="500"']),
    place: ONE,
    line: 'dropTime="500"',
    fix: 'Set dropTime="3000"',
  },
  {
    failure: 'heartbeats-late',
    files: where(['dropTime="3000"', 'dropTime="500"']),
    place: ONE,
    line: 'dropTime="500"',
    fix: 'Set dropTime="3000"',
  },
  {
    failure: 'send-failed',
    files: where([RECEIVER, RECEIVER.replace('"auto"', '"127.0.0.1"')]),
    place: ONE,
    line: 'address="127.0.0.1"',
    fix: 'Set address="auto"',
  },
  {
    failure: 'deployer-in-engine',
    files: where(['</Cluster>', `  ${DEPLOYER}\n      </Cluster>`]),
    place: ONE,
    line: 'FarmWarDeployer',
    fix: 'Remove the Deployer',
  },
  {
    failure: 'no-local-member',
    files: where(
      [
        MEMBERSHIP,
        `<Membership className="${TRIBES}.membership.StaticMembershipService">
            <Member className="${TRIBES}.membership.StaticMember" host="10.0.0.2" port="4000"/>
          </Membership>`,
      ],
      [RECEIVER, RECEIVER.replace('"auto" port="4000"', '"10.0.0.1" port="4000" autoBind="1"')],
    ),
    place: ONE,
    line: '<Membership',
  },
];
