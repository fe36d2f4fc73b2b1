-- AlterTable
ALTER TABLE "LessonProgress" ADD COLUMN "bookmarkedAt" TIMESTAMP(3);

-- Bookmarks keep their dates. One on a lesson that was never opened counts as opening it.
INSERT INTO "LessonProgress" ("userId", "lessonSlug", "openedAt", "bookmarkedAt")
SELECT "userId", "lessonSlug", "markedAt", "markedAt" FROM "Bookmark"
ON CONFLICT ("userId", "lessonSlug") DO UPDATE SET "bookmarkedAt" = EXCLUDED."bookmarkedAt";

-- DropTable
DROP TABLE "Bookmark";
