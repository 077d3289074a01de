export CATALINA_OPTS="-Xms1g -Xmx2g -DGEOSERVER_DATA_DIR=/srv/geoserver"
