/* timer: runs commands in turn, many times, and prints the time of each run.
 *
 *   timer ROOT ROUNDS <SPEC      ROOT: the folder for chroot(2), or /
 *
 * A line of SPEC is "run" or "before" and the words of a command, each after a tab. Every "run" is a
 * contestant. The "before" above it restores the machine first, which is not timed. In each round all
 * contestants run once, forward and backward in turn, so that a change of the machine's speed affects
 * them all. Prints a line for each run: contestant, nanoseconds from before the start to after the wait,
 * peak memory in KB, wait status. Small and static, because ru_maxrss begins with the parent's value.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 64

struct command {
  char *words[MOST];
};

static struct command before[MOST], runs[MOST];
static posix_spawn_file_actions_t actions;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int run(char **words, struct rusage *usage) {
  pid_t child;
  int status;
  int failure = posix_spawn(&child, words[0], &actions, NULL, words, environ);
  if (failure != 0) {
    fprintf(stderr, "timer: %s: %s\n", words[0], strerror(failure));
    exit(1);
  }
  wait4(child, &status, 0, usage);
  return status;
}

static void once(int contestant) {
  struct rusage usage;
  if (before[contestant].words[0] != NULL) run(before[contestant].words, &usage);
  long long start = now();
  int status = run(runs[contestant].words, &usage);
  long long took = now() - start;
  printf("%d %lld %ld %d\n", contestant, took, usage.ru_maxrss, status);
}

static int read_spec(void) {
  static char line[65536];
  struct command put_back = {{NULL}};
  int count = 0;
  while (fgets(line, sizeof line, stdin) != NULL && count < MOST) {
    struct command command = {{NULL}};
    line[strcspn(line, "\n")] = 0;
    char *rest = strdup(line), *kind = strsep(&rest, "\t");
    for (int n = 0; rest != NULL && n < MOST - 1; n++) command.words[n] = strsep(&rest, "\t");
    if (strcmp(kind, "before") == 0) {
      put_back = command;
    } else {
      before[count] = put_back;
      runs[count++] = command;
    }
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  int count = read_spec();
  if (chroot(argv[1]) != 0 || chdir("/") != 0) {
    perror(argv[1]);
    return 1;
  }
  posix_spawn_file_actions_init(&actions);
  for (int number = 0; number < 3; number++)
    posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0);
  for (int round = 0; round < atoi(argv[2]); round++)
    for (int n = 0; n < count; n++) once(round % 2 == 0 ? n : count - 1 - n);
  return 0;
}
