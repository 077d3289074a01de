import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { languages } from '../../../server/src/languages/table';
import { parseKubernetes } from '../../../server/src/languages/kubernetes/parse';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  hostNetwork: true
  containers:
    - name: tomcat
      image: shop:1
      env:
        - name: A
          value: "1"
        - name: B
          valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
`;

describe('manifests of Kubernetes', () => {
  it('say what their pods are', () => {
    const [object] = parseKubernetes(POD).objects;
    assert.equal(object?.kind, 'Pod');
    assert.equal(POD.slice(object.span.start, object.span.end), 'Pod');
    const [container] = object.workload?.containers ?? [];
    assert.equal(container?.image?.value, 'shop:1');
    assert.deepEqual(
      [...(container?.environment ?? [])],
      [
        ['A', '1'],
        ['B', undefined],
      ],
    );
    assert.equal(object.workload?.isOnHostNetwork, true);
  });

  it('may be several in one file, and in a List', () => {
    const list = `apiVersion: v1
kind: List
items:
  - kind: Service
    metadata: {name: a}
    spec: {clusterIP: None}
---
${POD}`;
    const { objects } = parseKubernetes(list);
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['List', 'Service', 'Pod'],
    );
    assert.equal(objects[1]?.service?.clusterIp, 'None');
  });

  it('are known by their content, and templates are none', () => {
    const kindOf = (path: string, text: string): string | undefined => languages.recognise(path, text)?.kind;
    assert.equal(kindOf('/w/k8s/pod.yaml', POD), 'kubernetes');
    assert.equal(kindOf('/w/my-deployment.yml', POD), 'kubernetes');
    assert.equal(kindOf('/w/pod.yaml', POD), undefined);
    assert.equal(kindOf('/w/k8s/values.yaml', 'replicas: 2\n'), undefined);
    assert.equal(kindOf('/w/k8s/pod.yaml', POD.replace('shop:1', '{{ .Values.image }}')), undefined);
  });

  it('are read whatever they hold', () => {
    const word = fc.constantFrom(
      'kind',
      'spec',
      'template',
      'containers',
      'env',
      '- ',
      ': ',
      '\n',
      '  ',
      '*a',
      '&a ',
      '[',
      '{',
      'x',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        parseKubernetes(words.join(''));
      }),
    );
    assert.deepEqual(parseKubernetes('['.repeat(20_000)).objects, []);
  });
});
