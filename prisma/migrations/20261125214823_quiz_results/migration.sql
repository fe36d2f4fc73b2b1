-- CreateTable
CREATE TABLE "QuizResult" (
    "userId" TEXT NOT NULL,
    "moduleSlug" TEXT NOT NULL,
    "right" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "reachedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "QuizResult_pkey" PRIMARY KEY ("userId","moduleSlug")
);

-- AddForeignKey
ALTER TABLE "QuizResult" ADD CONSTRAINT "QuizResult_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
