# Completion of sand for PowerShell 5.1 and later. Generated from the commands of sand: 'sand completion powershell'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

Register-ArgumentCompleter -Native -CommandName 'sand' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # What a command knows: cCOMMAND:TEXT, oOPTION:VALUE:TEXT, aARGUMENT, and for '=keys' kKEY:VALUE:TEXT.
  # VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words, or a kind of name.
  function Get-SandTable([string] $Command) {
    @TABLE@
  }

  # The kind of value that an option takes: nothing for flags, and for options that there are not.
  function Get-SandOption([string[]] $Table, [string] $Name) {
    foreach ($entry in $Table) {
      $parts = $entry.Split([char[]] ':', 3)
      if ($parts[0] -ceq "o$Name") { return $parts[1] }
    }
    return ''
  }

  # The kind of the argument at a position, counted from 0.
  function Get-SandArgument([string[]] $Table, [int] $Position) {
    $count = 0
    foreach ($entry in $Table) {
      if (-not $entry.StartsWith('a', 'Ordinal')) { continue }
      if ($count -eq $Position -or $entry.EndsWith('*', 'Ordinal')) {
        return $entry.Substring(1).TrimEnd('*')
      }
      $count++
    }
    return ''
  }

  # One candidate, if it fits. What is not a plain word is quoted, so that nothing in it is ever expanded.
  function New-SandResult([string] $Text, [string] $Shown, [string] $About) {
    if (-not $Text.StartsWith($wordToCompletePlain, 'Ordinal')) { return }
    $inserted = $Text
    if ($Text -cnotmatch '^[A-Za-z0-9_./:=+-]+$') {
      $escaped = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text)
      $inserted = "'" + $escaped + "'"
    }
    if ($About -eq '') { $About = $Shown }
    [System.Management.Automation.CompletionResult]::new($inserted, $Shown, 'ParameterValue', $About)
  }

  # Names that only sand knows, each with something before and behind.
  function Get-SandName([string] $Kind, [string] $Before, [string] $After, [string[]] $Known) {
    $program = Get-Command -Name 'sand' -CommandType Application -TotalCount 1 -ErrorAction SilentlyContinue
    if ($null -eq $program) { return }
    $arguments = @('__complete', $Kind, "provider=$provider") + $Known
    foreach ($line in (& $program.Source $arguments 2>$null)) {
      $parts = $line.Split([char[]] "`t", 2)
      $about = ''
      if ($parts.Count -gt 1) { $about = $parts[1] }
      New-SandResult ($Before + $parts[0] + $After) ($parts[0] + $After) $about
    }
  }

  # What a kind of value can be. Nothing at all lets PowerShell offer files, an empty word does not.
  function Get-SandValue([string] $Kind, [string] $Word, [string] $Before) {
    if ($Kind.StartsWith('=', 'Ordinal')) {
      foreach ($value in $Kind.Substring(1).Split([char[]] ',')) { New-SandResult ($Before + $value) $value '' }
      return
    }
    switch ($Kind) {
      { $_ -in 'sandbox', 'snapshot', 'volume', 'template', 'provider' } { Get-SandName $Kind $Before '' @() }
      'key' {
        foreach ($entry in (Get-SandTable '=keys')) {
          $parts = $entry.Split([char[]] ':', 3)
          New-SandResult $parts[0].Substring(1) $parts[0].Substring(1) $parts[2]
        }
        if ($Word.StartsWith('providers.', 'Ordinal')) { Get-SandName 'key' '' '' @() }
      }
      'value' {
        foreach ($entry in (Get-SandTable '=keys')) {
          $parts = $entry.Split([char[]] ':', 3)
          if ($parts[0] -ceq "k$first") { Get-SandValue $parts[1] $Word $Before }
        }
      }
      'inside' { Get-SandName 'path' $Before '' @("sandbox=$first", "word=$Word") }
      'copy' {
        $colon = $Word.IndexOf(':')
        if ($colon -ge 0 -and $Word.Substring(0, $colon).IndexOf('/') -lt 0) {
          $sandbox = $Word.Substring(0, $colon)
          Get-SandName 'path' "${sandbox}:" '' @("sandbox=$sandbox", "word=$($Word.Substring($colon + 1))")
        } else {
          if ($Word.IndexOf('/') -lt 0) { Get-SandName 'sandbox' '' ':' @() }
          foreach ($item in (Get-ChildItem -Path '.' -Name -ErrorAction SilentlyContinue)) { New-SandResult $item $item '' }
        }
      }
      'mount' { if ($Word -cnotmatch '^[./~]|:') { Get-SandName 'volume' $Before ':' @() } }
    }
  }

  # Commands or options of a table.
  function Get-SandWord([string[]] $Table, [string] $Letter) {
    foreach ($entry in $Table) {
      if (-not $entry.StartsWith($Letter, 'Ordinal')) { continue }
      $parts = $entry.Substring(1).Split([char[]] ':', 3)
      New-SandResult $parts[0] $parts[0] $parts[-1]
    }
  }

  $words = @()
  $wordToCompletePlain = ''
  foreach ($element in $commandAst.CommandElements) {
    if ($element.Extent.StartOffset -ge $cursorPosition) { break }
    $text = $element.Extent.Text
    if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $text = $element.Value }
    if ($element.Extent.EndOffset -ge $cursorPosition) { $wordToCompletePlain = $text } else { $words += $text }
  }

  $table = @(Get-SandTable '')
  $at = ''
  $first = ''
  $option = ''
  $provider = ''
  $topic = $false
  $closed = $false
  $position = 0
  for ($i = 1; $i -lt $words.Count; $i++) {
    $word = $words[$i]
    if ($option -ne '') {
      if ($option -ceq '--provider') { $provider = $word }
      $option = ''
    } elseif (-not $closed -and $word -ceq '--') {
      $closed = $true
    } elseif (-not $closed -and $word.StartsWith('--', 'Ordinal')) {
      if ($word.StartsWith('--provider=', 'Ordinal')) { $provider = $word.Substring(11) }
      if ($word.IndexOf('=') -lt 0 -and (Get-SandOption $table $word) -ne '') { $option = $word }
    } elseif (-not $closed -and $word.Length -gt 1 -and $word.StartsWith('-', 'Ordinal')) {
      for ($j = 1; $j -lt $word.Length; $j++) {
        if ((Get-SandOption $table ('-' + $word[$j])) -ne '') {
          if ($j -eq $word.Length - 1) { $option = '-' + $word[$j] }
          break
        }
      }
    } elseif (-not $closed -and $at -eq '' -and -not $topic -and $position -eq 0 -and $word -ceq 'help') {
      $topic = $true
    } elseif (-not $closed -and $position -eq 0 -and @($table | Where-Object { $_.StartsWith("c${word}:", 'Ordinal') }).Count -gt 0) {
      $at = ($at + ' ' + $word).Trim()
      $table = @(Get-SandTable $at)
    } else {
      if ((Get-SandArgument $table $position) -ceq 'command') { return }
      if ($position -eq 0) { $first = $word }
      $position++
    }
  }

  $kind = ''
  $results = @()
  if ($option -ne '') {
    $kind = Get-SandOption $table $option
    $results = @(Get-SandValue $kind $wordToCompletePlain '')
  } elseif ($topic) {
    $results = @(Get-SandWord $table 'c')
  } elseif (-not $closed -and $wordToCompletePlain -cmatch '^(--[^=]+=)(.*)$') {
    $before = $Matches[1]
    $rest = $Matches[2]
    $kind = Get-SandOption $table $before.TrimEnd('=')
    $results = @(Get-SandValue $kind $rest $before)
  } elseif (-not $closed -and $wordToCompletePlain.StartsWith('-', 'Ordinal')) {
    $results = @(Get-SandWord $table 'o')
  } else {
    $kind = Get-SandArgument $table $position
    if (-not $closed -and $position -eq 0) { $results = @(Get-SandWord $table 'c') }
    $results += @(Get-SandValue $kind $wordToCompletePlain '')
  }
  if ($results.Count -gt 0) { return $results }
  # PowerShell's own files and commands where they belong, and an empty word, which is none of them, elsewhere.
  if ($kind -in 'file', 'directory', 'command', 'copy', 'mount', 'data') { return }
  ''
}
