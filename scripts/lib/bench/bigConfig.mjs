/**
 * An nginx configuration as a large site has it, of about `lines` lines: upstreams, maps, and servers with their
 * locations. `nginx -t` accepts it on a machine without certificates.
 */
export function bigConfig(lines) {
  const parts = [HEAD];
  let count = countLines(HEAD) + 1;
  for (let i = 0; count < lines; i++) {
    const part = [upstream(i), server(i), i % 8 === 0 ? map(i) : ''].join('');
    parts.push(part);
    count += countLines(part);
  }
  return `${parts.join('')}}\n`;
}

/** The same as a main file and one file a site: paths below a folder, and their texts. */
export function splitConfig(sites) {
  const files = new Map([['nginx.conf', `${HEAD}    include sites/*.conf;\n}\n`]]);
  for (let i = 0; i < sites; i++) {
    files.set(`sites/${String(i).padStart(5, '0')}.conf`, `${upstream(i)}${server(i)}`);
  }
  return files;
}

const countLines = (text) => text.split('\n').length - 1;

const HEAD = `worker_processes auto;
error_log stderr warn;

events {
    worker_connections 4096;
}

http {
    server_names_hash_max_size 65536;
    server_names_hash_bucket_size 256;
    variables_hash_max_size 16384;
    map_hash_max_size 65536;
    log_format bench '$remote_addr [$time_local] "$request" $status '
                     '$upstream_addr $upstream_response_time "$http_user_agent"';
    access_log off;
    proxy_http_version 1.1;
`;

const upstream = (i) => `
    # Nodes of application ${i}.
    upstream app${i} {
        zone app${i} 64k;
        server 10.${(i >> 8) & 255}.${i & 255}.11:8080 weight=2 max_fails=3 fail_timeout=10s;
        server 10.${(i >> 8) & 255}.${i & 255}.12:8080;
        server 10.${(i >> 8) & 255}.${i & 255}.13:8080 backup;
        keepalive 16;
    }
`;

const map = (i) => `
    map $http_upgrade $connection_${i} {
        default upgrade;
        "" "";
    }
`;

const server = (i) => `
    server {
        listen ${8000 + (i % 500)};
        server_name app${i}.example.com www.app${i}.example.com;
        root /srv/app${i};
        client_max_body_size 20m;
        client_body_timeout 30s;

        location / {
            try_files $uri $uri/ @app;
        }

        location @app {
            proxy_pass http://app${i};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_read_timeout 60s;
            proxy_next_upstream error timeout;
        }

        location ~* "\\.(css|js|png|jpe?g|svg|woff2?)$" {
            expires 30d;
            add_header Cache-Control "public, max-age=2592000";
            access_log off;
        }

        location = /health {
            return 200 "ok\\n";
        }

        if ($request_method !~ "^(GET|HEAD|POST|PUT|DELETE)$") {
            return 405;
        }

        rewrite ^/old/(.*)$ /new/$1 permanent;
    }
`;
