import assert from 'node:assert/strict';
import { runRules } from '../../server/src/rules/run';
import { modelOf } from '../helpers/model';

const PLUS = `worker_processes auto;

events {
    worker_connections 1024;
}

http {
    upstream tomcats {
        zone tomcats 64k;
        state /var/lib/nginx/state/tomcats.conf;
    }
    upstream members {
        zone members 64k;
    }
    server {
        listen 80;
        location / {
            proxy_pass http://tomcats;
        }
        location /member {
            proxy_pass http://members;
        }
        location /api {
            api write=on;
            allow 10.0.0.0/8;
            deny all;
        }
    }
}

stream {
    server {
        listen 3306;
        status_zone tcp;
        return ok;
    }
}
`;

describe('a configuration of NGINX Plus', () => {
  it('is told for what it is where it shows, and nothing else of it: servers may come from elsewhere', () => {
    const { diagnostics } = runRules(modelOf({ 'nginx.conf': PLUS }));
    assert.deepEqual(
      diagnostics.map(({ code, span }) => `${code} ${PLUS.slice(span.start, span.end)}`),
      ['nginx/unknown-directive state'],
    );
  });
});
