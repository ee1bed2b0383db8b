<?php
// What the flows share: where the server is, checks, and a process that does something meanwhile.
error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(function (int $level, string $text, string $file, int $line) {
    if (error_reporting() & $level) {
        throw new ErrorException($text, 0, $level, $file, $line);
    }
    return true;
});

const HOST = '127.0.0.1';
const LIMIT = 20; // seconds for each wait
define('PORT', (int) getenv('REDIS_PORT'));

function equal($got, $want, string $what): void
{
    if ($got !== $want) {
        throw new Exception("$what: got " . json_encode($got) . ', want ' . json_encode($want));
    }
}

/** What $run throws must contain $text. */
function refused(callable $run, string $text): void
{
    try {
        $run();
    } catch (Exception $e) {
        equal(str_contains($e->getMessage(), $text), true, $e->getMessage());
        return;
    }
    throw new Exception("nothing refused: $text");
}

/** Asks again, as soon as each answer is there, until it is true; for what no event tells. */
function until(string $what, callable $ask): void
{
    for ($end = microtime(true) + LIMIT; !$ask();) {
        if (microtime(true) > $end) {
            throw new Exception("$what: not within " . LIMIT . ' s');
        }
    }
}

/** Runs $other in a process of its own and $run here, and waits for both. */
function meanwhile(callable $other, callable $run): void
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        try {
            $other();
        } catch (Throwable $e) {
            fwrite(STDERR, "$e\n");
            posix_kill(getmypid(), SIGKILL); // without what the parent's objects would do at the end
        }
        posix_kill(getmypid(), SIGKILL);
    }
    $run();
    pcntl_waitpid($pid, $status);
}

function flow(string $name, callable $run): void
{
    $run();
    fwrite(STDERR, "ok $name\n");
}
