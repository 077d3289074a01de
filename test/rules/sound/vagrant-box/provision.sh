#!/bin/sh
apt-get update && apt-get install -y nginx
cp /vagrant/config/blog.conf /etc/nginx/conf.d/blog.conf
rm -f /etc/nginx/sites-enabled/default
systemctl reload nginx
