package dev.sandglass.scrubber;

import java.util.Set;

/** The names of Docker's official images. A name that is not here is nobody's but the user's. */
final class OfficialImages {
  private static final Set<String> NAMES =
      Set.of(
          """
          adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb
          archlinux backdrop bash bonita buildpack-deps busybox caddy cassandra chronograf cirros
          clearlinux clefos clickhouse clojure composer convertigo couchbase couchdb crate dart
          debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx
          erlang fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy
          haproxy haskell haxe hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb
          irssi jetty joomla jruby julia kapacitor kibana kong krakend lightstreamer liquibase
          logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql
          nats nats-streaming neo4j neurodebian nextcloud nginx node notary odoo open-liberty
          openjdk oraclelinux orientdb percona perl photon php phpmyadmin plone postfixadmin
          postgres pypy python r-base rabbitmq rakudo-star redis redmine registry rethinkdb
          rockylinux ros ruby rust sapmachine scratch silverpeas sl solr sonarqube spark spiped
          storm swift swipl teamspeak telegraf tomcat tomee traefik ubuntu unit valkey varnish vault
          websphere-liberty wordpress xwiki yourls znc zookeeper
          """
              .strip()
              .split("\\s+"));

  private OfficialImages() {}

  static boolean has(String name) {
    return NAMES.contains(name);
  }
}
