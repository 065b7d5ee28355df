ENV.delete('SANDGLASS_DRIVER')
lambda do
  require 'json'
  requests = IO.for_fd(9, 'rb')
  channels = { 7 => IO.for_fd(7, 'wb'), 8 => IO.for_fd(8, 'wb') }
  [requests, *channels.values].each { |io| io.close_on_exec = true }
  channels.each_value { |io| io.sync = true }
  $stdout.sync = true
  nonce = requests.gets.strip
  frames = lambda do |fd, payload|
    parts = payload.b.scan(/.{1,3500}/mn)
    parts = [''.b] if parts.empty?
    parts.each_with_index do |part, index|
      kind = index == parts.size - 1 ? 'E' : 'C'
      channels[fd].write("\0#{nonce}#{kind}#{format('%04x', part.bytesize)}".b + part)
    end
  end
  say = ->(message) { frames.call(8, JSON.generate(message)) }
  failed = lambda do |error|
    trace = (error.backtrace || []).take_while { |line| line.start_with?('(cell') }
    message = error.message.to_s.scrub
    say.call('type' => 'error', 'ename' => error.class.name, 'evalue' => message,
             'traceback' => ["#{error.class}: #{message}"] + trace)
  end
  number = 0
  running = false
  given = []
  trap('INT') { raise Interrupt, 'interrupted' if running }
  say.call('type' => 'ready')
  while (header = requests.gets)
    length, *variables = header.chomp.split("\t")
    given.each { |name| ENV.delete(name) }
    given = variables.map { |variable| variable.split('=', 2) }.each { |name, value| ENV[name] = value }.map(&:first)
    code = requests.read(length.to_i).force_encoding('UTF-8')
    number += 1
    begin
      begin
        running = true
        say.call('type' => 'started')
        value = TOPLEVEL_BINDING.eval(code, "(cell-#{number})", 1)
        say.call('type' => 'result', 'data' => { 'text/plain' => value.inspect.scrub }) unless value.nil?
      ensure
        running = false
      end
    rescue SystemExit => e
      failed.call(e) unless e.success?
    rescue Exception => e
      failed.call(e)
    end
    $stdout.flush
    $stderr.flush
    frames.call(7, '')
    say.call('type' => 'done')
  end
end.call
