-- AlterTable
ALTER TABLE "LessonProgress" ADD COLUMN     "anchor" TEXT,
ADD COLUMN     "readAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "LessonProgress_userId_readAt_idx" ON "LessonProgress"("userId", "readAt");
