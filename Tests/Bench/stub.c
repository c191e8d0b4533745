/* stub: simulates FreeBSD's commands on a machine of text files, with as little work as possible.
 *
 * Called by the name of a command, it looks for the file "/machine/NAME WORDS...". If the file exists,
 * it prints it. Otherwise a query (sysctl, ifconfig with one word, ps) fails like the real one, and a
 * change succeeds. "/machine/after NAME WORDS..." lists the files that the command replaces, so that
 * the next query sees the change. sysctl -n answers for each of its words, ifconfig -a for all
 * interfaces. Each call is added to /machine/trace, if that file exists. Called by the name "daemonise",
 * it leaves a process behind that holds its descriptors for two seconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[65536];

static void say(int descriptor, const char *words) {
  if (write(descriptor, words, strlen(words)) < 0) _exit(1);
}

/* Prints the file "/machine/COMMAND". Returns 1 if it exists, else 0. */
static int answer(const char *command) {
  char path[4096];
  snprintf(path, sizeof path, "/machine/%s", command);
  int file = open(path, O_RDONLY);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text);
  if (count > 0 && write(1, text, count) != count) _exit(1);
  return 1;
}

/* Applies the lines "OLD\tNEW" of "/machine/after COMMAND": OLD becomes NEW, or is removed if NEW is "-". */
static void change(const char *command) {
  char path[4096], from[2048], to[2048];
  snprintf(path, sizeof path, "/machine/after %s", command);
  int file = open(path, O_RDONLY);
  if (file < 0) return;
  ssize_t count = read(file, text, sizeof text - 1);
  text[count < 0 ? 0 : count] = 0;
  for (char *rest = text, *old; (old = strsep(&rest, "\t")) != NULL && rest != NULL;) {
    snprintf(to, sizeof to, "/machine/%s", old);
    snprintf(from, sizeof from, "/machine/%s", strsep(&rest, "\n"));
    unlink(to);
    if (strcmp(from, "/machine/-") != 0 && link(from, to) != 0) _exit(1);
  }
}

static void trace(int argc, char **argv) {
  int file = open("/machine/trace", O_WRONLY | O_APPEND);
  if (file < 0) return;
  text[0] = 0;
  for (int n = 0; n < argc; n++) {
    strcat(text, argv[n]);
    strcat(text, n + 1 < argc ? "\t" : "\n");
  }
  say(file, text);
}

static int sysctl(int argc, char **argv) {
  int status = 0;
  for (int n = 2; n < argc; n++) {
    char command[256];
    snprintf(command, sizeof command, "sysctl -n %s", argv[n]);
    if (answer(command)) continue;
    say(2, "sysctl: unknown oid\n");
    status = 1;
  }
  return status;
}

/* ifconfig -a */
static int list_all(void) {
  answer("ifconfig hn0");
  answer("ifconfig lagg0");
  answer("ifconfig mlxen0");
  return 0;
}

static int daemonise(void) {
  if (fork() != 0) return 0;
  setsid();
  sleep(2);
  return 0;
}

int main(int argc, char **argv) {
  const char *slash = strrchr(argv[0], '/'), *name = slash == NULL ? argv[0] : slash + 1;
  if (strcmp(name, "daemonise") == 0) return daemonise();
  char command[4096] = "";
  trace(argc, argv);
  if (strcmp(name, "sysctl") == 0) return sysctl(argc, argv);
  if (strcmp(name, "ifconfig") == 0 && argc == 2 && strcmp(argv[1], "-a") == 0) return list_all();
  strcat(command, name);
  for (int n = 1; n < argc; n++) strcat(strcat(command, " "), argv[n]);
  if (answer(command)) return 0;
  change(command);
  int is_question = strcmp(name, "ps") == 0 || (strcmp(name, "ifconfig") == 0 && argc == 2);
  if (is_question) say(2, "does not exist\n");
  return is_question;
}
