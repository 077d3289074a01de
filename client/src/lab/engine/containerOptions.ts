import type Dockerode from 'dockerode';
import type { ContainerSpec } from './engine';

/** What the Engine API is asked for; ports are opened on the address `publish`. */
export function optionsOf(spec: ContainerSpec, publish: string): Dockerode.ContainerCreateOptions {
  const ports = spec.ports ?? [];
  return {
    ...(spec.name !== undefined && { name: spec.name }),
    Image: spec.image,
    ...(spec.hostname !== undefined && { Hostname: spec.hostname }),
    Labels: spec.labels,
    Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(spec.entrypoint && { Entrypoint: [...spec.entrypoint] }),
    ...(spec.command && { Cmd: [...spec.command] }),
    StopTimeout: 5,
    ExposedPorts: Object.fromEntries(ports.map(({ container }) => [`${container}/tcp`, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(
        ports.map(({ container, host }) => [
          `${container}/tcp`,
          [{ HostIp: publish, HostPort: String(host) }],
        ]),
      ),
      NetworkMode: spec.network?.name ?? (spec.hosts ? 'bridge' : 'none'),
      ...(spec.hosts && { ExtraHosts: spec.hosts.map((name) => `${name}:127.0.0.1`) }),
      ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes }),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '20m', 'max-file': '3' } },
    },
    ...(spec.network && {
      NetworkingConfig: { EndpointsConfig: { [spec.network.name]: { Aliases: [...spec.network.aliases] } } },
    }),
  };
}
