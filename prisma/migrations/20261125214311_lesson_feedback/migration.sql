-- CreateTable
CREATE TABLE "LessonFeedback" (
    "id" TEXT NOT NULL,
    "lessonSlug" TEXT NOT NULL,
    "lessonVersion" TEXT NOT NULL,
    "userId" TEXT,
    "helped" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LessonFeedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VisitorQuota" (
    "hash" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "VisitorQuota_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "LessonFeedback_lessonSlug_idx" ON "LessonFeedback"("lessonSlug");

-- CreateIndex
CREATE UNIQUE INDEX "LessonFeedback_userId_lessonSlug_lessonVersion_key" ON "LessonFeedback"("userId", "lessonSlug", "lessonVersion");

-- CreateIndex
CREATE INDEX "VisitorQuota_day_idx" ON "VisitorQuota"("day");

-- AddForeignKey
ALTER TABLE "LessonFeedback" ADD CONSTRAINT "LessonFeedback_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
