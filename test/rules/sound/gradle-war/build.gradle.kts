plugins {
    war
}
repositories { mavenCentral() }
dependencies {
    compileOnly("jakarta.servlet:jakarta.servlet-api:6.0.0")
}
tasks.war { archiveFileName.set("quiz.war") }
