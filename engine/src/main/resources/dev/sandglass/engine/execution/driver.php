putenv('SANDGLASS_DRIVER');
(function () {
    $GLOBALS['__sandglass'] = ['requests' => fopen('php://fd/9', 'rb'), 'out' => fopen('php://fd/8', 'wb'), 'mark' => fopen('php://fd/7', 'wb')];
    $GLOBALS['__sandglass']['nonce'] = trim(fgets($GLOBALS['__sandglass']['requests']));
})();
function __sandglass_frames($channel, $payload)
{
    $parts = $payload === '' ? [''] : str_split($payload, 3500);
    foreach ($parts as $index => $part) {
        $kind = $index === count($parts) - 1 ? 'E' : 'C';
        fwrite($GLOBALS['__sandglass'][$channel], "\0" . $GLOBALS['__sandglass']['nonce'] . $kind . sprintf('%04x', strlen($part)) . $part);
        fflush($GLOBALS['__sandglass'][$channel]);
    }
}
function __sandglass_say($message)
{
    __sandglass_frames('out', json_encode($message, JSON_INVALID_UTF8_SUBSTITUTE));
}
function __sandglass_enter($variables)
{
    foreach ($GLOBALS['__sandglass']['given'] ?? [] as $name) {
        putenv($name);
        unset($_ENV[$name], $_SERVER[$name]);
    }
    $GLOBALS['__sandglass']['given'] = [];
    foreach ($variables as $variable) {
        [$name, $value] = explode('=', $variable, 2);
        putenv($variable);
        $_ENV[$name] = $_SERVER[$name] = $value;
        $GLOBALS['__sandglass']['given'][] = $name;
    }
}
if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    pcntl_signal(SIGINT, function () {
        throw new Exception('interrupted');
    });
}
__sandglass_say(['type' => 'ready']);
while (($__sandglass_header = fgets($__sandglass['requests'])) !== false) {
    $__sandglass_header = explode("\t", rtrim($__sandglass_header, "\n"));
    $__sandglass_code = stream_get_contents($__sandglass['requests'], (int) $__sandglass_header[0]);
    __sandglass_enter(array_slice($__sandglass_header, 1));
    try {
        __sandglass_say(['type' => 'started']);
        $__sandglass_value = eval($__sandglass_code);
        if ($__sandglass_value !== null) {
            __sandglass_say(['type' => 'result', 'data' => ['text/plain' => var_export($__sandglass_value, true)]]);
        }
    } catch (Throwable $__sandglass_error) {
        __sandglass_say(['type' => 'error', 'ename' => get_class($__sandglass_error), 'evalue' => $__sandglass_error->getMessage(), 'traceback' => explode("\n", (string) $__sandglass_error)]);
    }
    while (ob_get_level() > 0) {
        ob_end_flush();
    }
    flush();
    __sandglass_frames('mark', '');
    __sandglass_say(['type' => 'done']);
}
