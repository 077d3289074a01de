rootProject.name = "quiz"
